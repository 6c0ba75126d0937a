"""Forms of the acts of mediation: they turn what is typed into arguments and decide nothing."""
