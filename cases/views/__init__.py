"""Pages of leads and of the case file; `acts` is the page of one act, which the apps above use."""
