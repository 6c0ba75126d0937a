"""
Electronic signatures on finished PDFs: fields, seal, platform certificate, checking.

The port is `Signer`: whoever holds a key signs through it. The platform's own certificate proves
that a file is unaltered since the platform sealed it and who was signed in; it is not the 可靠的
电子签名 of 电子签名法 13 and 14, and no text here says so.
"""
