"""人才链的页面 — acts on people (acts), and the registers of teams, awards and growing talent."""
