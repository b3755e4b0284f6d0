"""From a diagnostic to fixes that the compiler has accepted."""
