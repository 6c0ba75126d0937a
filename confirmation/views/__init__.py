"""Pages of judicial confirmation: the centre's side, the court's, and the files of a packet."""
