"""What each part of the tribunal's work shows on the page of a file, one module for each part."""
