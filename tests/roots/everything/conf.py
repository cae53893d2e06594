project = "Everything"
author = "Nobody"
language = "en"
extensions = ["sphinx.ext.autodoc", "sphinx_design", "typst_pdf", "kinds"]
numfig = True
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
html_theme = "alabaster"
