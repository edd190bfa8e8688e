"""Cannot be imported: its framework is not there."""

import a_framework_that_is_not_installed  # type: ignore[import-not-found]  # noqa: F401
