"""The identity vault: entries of a case, sealed by class of data, and the keys that open them."""
