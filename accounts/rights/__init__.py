"""What a person can ask of the practice about her own data: to see it, to take it along, to have it erased."""
