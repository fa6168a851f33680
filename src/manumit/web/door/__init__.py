"""The one door to a case, and the policy that every route declares."""
