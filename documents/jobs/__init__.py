"""批量文书: the kinds of papers made for every worker, and starting, making, stopping a batch."""
