import pytest

# Its assertions, which several tests share, say what they compared.
pytest.register_assert_rewrite("tests.runner.jobs")
