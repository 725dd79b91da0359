"""One report being folded: what its tests, findings and coverage share."""

from __future__ import annotations

from collections.abc import Sequence

from scorecard_action.judging.accepting import accepting_of
from scorecard_action.judging.doubts import Doubts
from scorecard_action.judging.index import index_of
from scorecard_action.judging.names_seen import NamesSeen
from scorecard_action.judging.paths import Place, Placed
from scorecard_action.judging.select import Matcher, Selectable
from scorecard_action.judging.tally import Tally
from scorecard_action.judging.telling import Example
from scorecard_action.model import Kind


class OneReport:
    """A report, called `path` in what people see, and a tally of it for each selection.

    `place` places the paths that it names in the checkout; `position` counts its evidence.
    """

    def __init__(self, path: str, matchers: Sequence[Matcher], place: Place) -> None:
        self.path = path
        self.matchers = tuple(matchers)
        self.tallies = [Tally(files={path}) for _ in matchers]
        self.place = place
        self.position = 0
        self.index = index_of(tuple(one.base for one in matchers))
        self.accepting = accepting_of(self.matchers, self.index.budget)
        self.doubts = [Doubts(one) for one in matchers]
        selections = [one.selection for one in matchers]
        self.names = NamesSeen({name for one in selections for name in one.fields})
        self.all_fields = frozenset(name for one in selections for name in one.all_fields)
        """The fields that `only` or `except` of some selection names."""
        self.compared = frozenset(i for i, one in enumerate(selections) if one.compared)
        """The numbers of the selections that are compared with an earlier build."""

    def example(self, text: str) -> Example:
        """Tell what is read now as an example."""
        return self.path, self.position, text

    def left_out(
        self, evidence: Selectable, placed: Placed, kind: Kind, selected: Sequence[int]
    ) -> None:
        """Doubt what the selections that are not `selected` leave out."""
        if kind is not Kind.LINT and placed.placed and not placed.guessed:
            return  # where it lies is known, and its patterns have no other reading
        taken = frozenset(selected)
        self.index.budget.take(len(self.doubts))
        for number, doubts in enumerate(self.doubts):
            if doubts.open and number not in taken:
                doubts.left_out(evidence, placed, kind)
