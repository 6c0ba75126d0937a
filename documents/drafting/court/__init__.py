"""The templates of C01 to C08, C10R and C12."""

from documents.drafting.court import confirmation, packet, sheets

PAPERS = {**confirmation.PAPERS, **packet.PAPERS, **sheets.PAPERS}
