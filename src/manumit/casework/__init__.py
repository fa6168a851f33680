"""Pure rules of case handling: who may see what, consent, referral, tracks, retention, the log."""
