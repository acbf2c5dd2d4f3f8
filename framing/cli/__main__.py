from framing.cli import app

app()
