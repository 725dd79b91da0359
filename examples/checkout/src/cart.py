"""A shopping cart: prices are integers, in cents."""

import json
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """One article in the cart."""

    sku: str
    price: int
    quantity: int = 1


@dataclass
class Cart:
    """Lines and at most one percentage off all of them."""

    lines: list[Line] = field(default_factory=list)
    percent_off: int = 0

    def add(self, sku: str, price: int, quantity: int = 1) -> None:
        """Put an article in; the price is in cents."""
        if price < 0 or quantity < 1:
            raise ValueError(f"not a price and quantity: {price}, {quantity}")
        self.lines.append(Line(sku, price, quantity))

    def subtotal(self) -> int:
        """The lines' sum, before the discount."""
        return sum(line.price * line.quantity for line in self.lines)

    def total(self) -> int:
        """What the customer pays; halves of a cent should be rounded in the customer's favour."""
        return self.subtotal() - self.subtotal() * self.percent_off // 100

    def receipt(self) -> str:
        """A line of text for each article, then the total."""
        rows = [f"{line.quantity} x {line.sku} {line.price / 100:.2f}" for line in self.lines]
        if self.percent_off:
            rows.append(f"discount {self.percent_off}%")
        return "\n".join([*rows, f"total {self.total() / 100:.2f}"])
