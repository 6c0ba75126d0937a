"""Service on parties (送达): how each paper reached whom, with the proof, and what is missing."""
