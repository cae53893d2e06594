# Vidensbasen bygges og prøves herfra. `make` alene viser, hvad der kan gøres.

VENV := .venv
BIN := $(VENV)/bin
SITE := _build/html
PDF := _build/pdf
SPHINX := $(BIN)/sphinx-build -c .
PYTHON ?= python3
JOBS ?= auto

# Filnavne med æøå kan læses, også hvor maskinen ikke er sat op til dem.
export LC_ALL := C.UTF-8

# Kildernes tekster følger ikke med projektet. Ligger de ved siden af det, eller siger KILDER=,
# hvor de er, så slås hvert citat op i dem. Ellers gælder kilder.lock.json.
KILDER ?= $(wildcard ../shared/kilder)
export KILDER := $(if $(KILDER),$(abspath $(KILDER)))

.DEFAULT_GOAL := help
.PHONY: help html pdf live check citater eksempel baseline test stress bench catalogs lock clean import hent
.DELETE_ON_ERROR:

help: ## Vis denne liste
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 17

html: $(VENV)/.site ## Byg vidensbasen til _build/html
	@$(SPHINX) -q -j $(JOBS) docs $(SITE)
	@echo "Vidensbasen er bygget. Åbn denne fil i en browser: $(CURDIR)/$(SITE)/index.html"

live: $(VENV)/.site ## Vis vidensbasen i browseren, og byg igen ved hver ændring
	@$(BIN)/sphinx-autobuild -q -c . -j $(JOBS) --open-browser --watch conf.py --watch ubproject.toml docs $(SITE)

pdf: $(VENV)/.site ## Byg strategien som PDF til _build/pdf
	@$(SPHINX) -q -b typst_pdf -j $(JOBS) docs $(PDF)
	@echo "PDF'en er bygget. Åbn denne fil: $(CURDIR)/$(PDF)/strategi.pdf"

check: $(VENV)/.site ## Vis, hvor godt målsætninger og nøgleord er dækket, og fejl, hvis et krav er brudt
	@rm -f _build/check/coverage.txt
	@$(SPHINX) -q -b coverage-report -j $(JOBS) docs _build/check; code=$$?; \
		if [ -f _build/check/coverage.txt ]; then cat _build/check/coverage.txt; fi; \
		$(SPHINX) -q -b quotes-report -j $(JOBS) docs _build/check || code=1; \
		echo; cat _build/check/quotes.txt; exit $$code

citater: $(VENV)/.site ## Slå alle citater op i kilderne (KILDER=mappe), og skriv kilder.lock.json
	@$(SPHINX) -q -b quotes-lock -j $(JOBS) docs _build/check
	@echo "Citater i kilder.lock.json: $$(grep -c '"lines"' kilder.lock.json)"

baseline: $(VENV)/.site ## Skriv de kendte mangler ned, så kun nye mangler får bygningen til at fejle
	@$(SPHINX) -q -b coverage-baseline -j $(JOBS) docs _build/check
	@cat daekning-kendt.json

# ny, status og bekraeft kan også bruges på eksemplet: HVOR=examples/eksempelkommune
HISTORY := $(BIN)/python -m needs_history --language da $(if $(HVOR),--conf $(HVOR))

# Hvad nogen skriver i TITEL=… er tekst, også for make og for skallen.
quoted = '$(subst ','\'',$(value $(1)))'

.PHONY: ny status bekraeft pakke
ny: $(VENV)/.site ## Skriv et nyt tiltag eller en opfølgning: spørger, eller TYPE=… TITEL=… FELTER="…"
	@$(HISTORY) new $(call quoted,TYPE) --title=$(call quoted,TITEL) --set=$(call quoted,FELTER) \
		--text=$(call quoted,TEKST) --page=$(call quoted,SIDE)

status: $(VENV)/.site ## Gem status for et halvår: NAVN=2026-1, evt. COMMIT=… eller ERSTAT=ja
	@$(HISTORY) status $(call quoted,NAVN) --commit=$(call quoted,COMMIT) --replace=$(call quoted,ERSTAT)

bekraeft: $(VENV)/.site ## Bekræft forbindelser, hvis ordlyd er ændret: ID=… eller ALLE=ja
	@$(HISTORY) confirm $(call quoted,ID) --all=$(call quoted,ALLE)

pakke: html pdf ## Lav halvårspakken til mødet: side, PDF og regneark
	@echo "Halvårspakken:"
	@ls -1 $(SITE)/opfoelgning/halvaarspakke.html $(PDF)/halvaarspakke.pdf $(SITE)/history/*.xlsx | sed "s|^|  $(CURDIR)/|"

hent: $(VENV)/.site ## Hent andres planer igen, og lås dem med kontrolsum (HVOR=examples/center-nord)
	@$(BIN)/python -m needs_exchange.plans.fetch $(or $(HVOR),.)

eksempel: $(VENV)/.site ## Byg den opdigtede Eksempelkommune, hvor alt er i brug, til _build/eksempel
	@for center in center-nord center-syd; do \
		$(BIN)/sphinx-build -q -c examples/$$center examples/$$center/docs _build/$$center; done
	@$(BIN)/sphinx-build -q -j $(JOBS) -c examples/eksempelkommune examples/eksempelkommune/docs _build/eksempel
	@$(BIN)/sphinx-build -q -b typst_pdf -j $(JOBS) -c examples/eksempelkommune \
		examples/eksempelkommune/docs _build/eksempel-pdf
	@echo "Eksemplet er bygget. Åbn disse filer:"
	@ls -1 _build/eksempel/index.html _build/eksempel-pdf/*.pdf _build/eksempel/history/*.xlsx \
		| sed "s|^|  $(CURDIR)/|"

# Filens navn går gennem miljøet: et navn er aldrig en kommando.
import: export FIL ?=
IMPORT = _build/import/$(notdir $(or $(HVOR),docs))
import: $(VENV)/.site ## Læs planen ind fra Excel eller CSV: FIL=plan.xlsx viser ændringerne, UDFOER=1 skriver dem
	@rm -f $(IMPORT)/import.txt
	@$(BIN)/sphinx-build -q -c $(or $(HVOR),.) -b plan-import -j $(JOBS) \
		-D needs_exchange_file="$$FIL" -D needs_exchange_write=$(if $(filter 1,$(UDFOER)),1,0) \
		$(or $(HVOR),.)/docs $(IMPORT); code=$$?; \
		if [ -f $(IMPORT)/import.txt ]; then cat $(IMPORT)/import.txt; fi; exit $$code

test: $(VENV)/.dev ## Prøv det hele: stil, typer, prøver og en streng bygning
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest
	$(SPHINX) -q -E -W --keep-going -n -j $(JOBS) docs _build/strict

stress: $(VENV)/.dev ## Led længe efter fejl: flere hundrede tilfældige ændringer (SEED=1 RUNS=40)
	STRESS_SEED=$(or $(SEED),1000) STRESS_RUNS=$(or $(RUNS),40) $(BIN)/pytest tests/needs_core/test_random_edits.py

bench: $(VENV)/.dev ## Mål, hvor hurtigt det hele bygges
	@$(BIN)/python benchmarks/run.py $(if $(SIZE),--size $(SIZE))
	@$(BIN)/python benchmarks/pdf.py

catalogs: $(VENV)/.dev ## Saml teksterne i ext til oversættelse, og oversæt dem til maskinform
	$(BIN)/python tools/catalogs.py

lock: $(VENV)/.dev ## Lås alle biblioteker igen, med kontrolsum
	$(BIN)/python tools/lock.py

clean: ## Fjern alt, der er bygget (biblioteker i .venv bliver)
	rm -rf _build

# En fil i .venv siger, hvilken lås der er installeret: anden gang sker der intet.
$(VENV)/.site: requirements.txt pyproject.toml | $(VENV)/.made
	@echo "Henter biblioteker (det sker kun første gang) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.site
	@echo "Henter biblioteker til prøver (det sker kun første gang) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Vidensbasen kræver Python 3.11 eller nyere."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "Python mangler modulet venv. På Debian og Ubuntu: apt install python3-venv"; exit 1; }
	@touch $@
