# Vidensbasen bygges og prøves herfra. `make` alene viser, hvad der kan gøres.

VENV := .venv
BIN := $(VENV)/bin
SITE := _build/html
PDF := _build/pdf
# sphinx-build, som siger på dansk, hvad der standser en bygning.
BUILD := $(BIN)/python -m needs_core
SPHINX := $(BUILD) -c .
# Det, bygningen husker til næste gang, ligger uden for det, man lægger ud.
KEEP := _build/doctrees
PYTHON ?= python3

# Det, nogen skriver efter TITEL= og de andre, er tekst. Her gøres det fast, før make læser det
# igen, og det når kommandoerne gennem miljøet: der er intet, make eller skallen udfører.
TEKSTER := TYPE TITEL FELTER TEKST SIDE NAVN COMMIT ERSTAT ID ALLE HVOR FIL UDFOER KILDER \
	JOBS SEED RUNS SIZE
given = $(filter-out undefined,$(origin $(1)))
$(foreach name,$(TEKSTER),$(if $(call given,$(name)),$(eval override $(name) := $$(value $(name)))))
JOBS ?= auto
export $(TEKSTER)

# Filnavne med æøå kan læses, også hvor maskinen ikke er sat op til dem.
export LC_ALL := C.UTF-8

# Kildernes tekster følger ikke med projektet. Ligger de ved siden af det, eller siger KILDER=,
# hvor de er, så slås hvert citat op i dem. Ellers gælder kilder.lock.json.
KILDER ?= $(wildcard ../shared/kilder)
override KILDER := $(if $(KILDER),$(if $(filter /%,$(firstword $(KILDER))),,$(CURDIR)/)$(KILDER))

.DEFAULT_GOAL := help
.PHONY: help html udgiv pdf live check citater eksempel storplan baseline test stress bench catalogs lock clean import hent
.DELETE_ON_ERROR:

help: ## Vis denne liste
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 17

html: $(VENV)/.site ## Byg vidensbasen til _build/html
	@$(SPHINX) -q -j "$$JOBS" -d $(KEEP)/html docs $(SITE)
	@echo "Vidensbasen er bygget. Åbn denne fil i en browser: $$PWD/$(SITE)/index.html"

live: $(VENV)/.site ## Vis vidensbasen i browseren, og byg igen ved hver ændring
	@$(BIN)/sphinx-autobuild -q -c . -j "$$JOBS" -d $(KEEP)/html --open-browser --watch conf.py --watch ubproject.toml docs $(SITE)

.PHONY: ret
ret: $(VENV)/.site ## Ret planen i browseren: åbner værkstedet på denne maskine (evt. HVOR=…)
	@$(BIN)/python -m needs_workshop --conf "$${HVOR:-.}"

udgiv: $(VENV)/.site ## Lav den mappe, der lægges ud, til _build/udgiv, og sig, hvad der er nyt
	@$(SPHINX) -q -W --keep-going -j "$$JOBS" -d $(KEEP)/udgiv docs _build/udgiv-html || \
		{ echo "Der er ikke udgivet noget: ret det, der står ovenfor, og prøv igen." >&2; exit 1; }
	@$(BIN)/python -m public_site.publish --language da --name vidensbasen _build/udgiv-html _build/udgiv

pdf: $(VENV)/.site ## Byg strategien som PDF til _build/pdf
	@$(SPHINX) -q -b typst_pdf -j "$$JOBS" -d $(KEEP)/pdf docs $(PDF)
	@echo "PDF'en er bygget. Åbn denne fil: $$PWD/$(PDF)/strategi.pdf"

check: $(VENV)/.site ## Vis, hvor godt målsætninger og nøgleord er dækket, og fejl, hvis et krav er brudt
	@rm -f _build/check/coverage.txt _build/check/quotes.txt
	@$(SPHINX) -q -b coverage-report -j "$$JOBS" docs _build/check; code=$$?; \
		if [ -f _build/check/coverage.txt ]; then cat _build/check/coverage.txt; fi; \
		$(SPHINX) -q -b quotes-report -j "$$JOBS" docs _build/check || code=1; \
		if [ -f _build/check/quotes.txt ]; then echo; cat _build/check/quotes.txt; fi; exit $$code

citater: $(VENV)/.site ## Slå alle citater op i kilderne (KILDER=mappe), og skriv kilder.lock.json
	@$(SPHINX) -q -b quotes-lock -j "$$JOBS" docs _build/check
	@echo "Citater i kilder.lock.json: $$(grep -c '"lines"' kilder.lock.json)"

baseline: $(VENV)/.site ## Skriv de kendte mangler ned, så kun nye mangler får bygningen til at fejle
	@$(SPHINX) -q -b coverage-baseline -j "$$JOBS" docs _build/check
	@cat daekning-kendt.json

# ny, status, bekraeft og afstem kan også bruges på eksemplet: HVOR=examples/eksempelkommune
HISTORY := $(BIN)/python -m needs_history --language da --conf "$${HVOR:-.}"

.PHONY: konsekvens
konsekvens: $(VENV)/.site ## Vis, hvad der berøres, hvis noget formuleres om eller udgår: ID=MS_1_1
	@conf="$${HVOR:-.}"; into="_build/konsekvens/$$(basename -- "$${HVOR:-docs}")"; \
		rm -f -- "$$into/consequence.txt"; \
		$(BUILD) -q -c "$$conf" -b consequence-report -j "$$JOBS" -D needs_lineage_id="$$ID" \
		-- "$$conf/docs" "$$into"; code=$$?; \
		if [ -f "$$into/consequence.txt" ]; then cat -- "$$into/consequence.txt"; fi; exit $$code

.PHONY: ny status bekraeft afstem pakke
ny: $(VENV)/.site ## Skriv et nyt tiltag eller en opfølgning: spørger, eller TYPE=… TITEL=… FELTER="…"
	@$(HISTORY) new --title="$$TITEL" --set="$$FELTER" --text="$$TEKST" --page="$$SIDE" -- "$$TYPE"

status: $(VENV)/.site ## Gem status for et halvår: NAVN=2026-1, evt. COMMIT=… eller ERSTAT=ja
	@$(HISTORY) status --commit="$$COMMIT" --replace="$$ERSTAT" -- "$$NAVN"

bekraeft: $(VENV)/.site ## Bekræft forbindelser, hvis ordlyd er ændret: ID=… eller ALLE=ja
	@$(HISTORY) confirm --all="$$ALLE" -- "$$ID"

afstem: $(VENV)/.site ## Skriv den status i tiltagene, som opfølgningerne siger: ID=… eller ALLE=ja
	@$(HISTORY) settle --all="$$ALLE" -- "$$ID"

pakke: html pdf ## Lav halvårspakken til mødet: side, PDF, regneark og Word
	@ls $(SITE)/opfoelgning/halvaarspakke.html $(PDF)/halvaarspakke.pdf $(SITE)/history/*.xlsx $(SITE)/history/*.docx >/dev/null
	@echo "Halvårspakken:"
	@ls -1 $(SITE)/opfoelgning/halvaarspakke.html $(PDF)/halvaarspakke.pdf $(SITE)/history/*.xlsx $(SITE)/history/*.docx | while read -r file; do printf '  %s\n' "$$PWD/$$file"; done

hent: $(VENV)/.site ## Hent andres planer igen, og lås dem med kontrolsum (HVOR=examples/center-nord)
	@$(BIN)/python -m needs_exchange.plans.fetch --language da -- "$${HVOR:-.}"

eksempel: $(VENV)/.site ## Byg den opdigtede Eksempelkommune, hvor alt er i brug, til _build/eksempel
	@for center in center-nord center-syd; do \
		$(BUILD) -q -c examples/$$center -d $(KEEP)/$$center examples/$$center/docs \
			_build/$$center || exit 1; done
	@$(BUILD) -q -j "$$JOBS" -c examples/eksempelkommune -d $(KEEP)/eksempel \
		examples/eksempelkommune/docs _build/eksempel
	@$(BUILD) -q -b typst_pdf -j "$$JOBS" -c examples/eksempelkommune \
		-d $(KEEP)/eksempel-pdf examples/eksempelkommune/docs _build/eksempel-pdf
	@echo "Eksemplet er bygget. Åbn disse filer:"
	@ls -1 _build/eksempel/index.html _build/eksempel-pdf/*.pdf _build/eksempel/history/*.xlsx \
		| while read -r file; do printf '  %s\n' "$$PWD/$$file"; done

storplan: $(VENV)/.site ## Byg en opdigtet plan med 120 tiltag til _build/storplan
	@$(BIN)/python tools/large_plan.py _build/storplan-kilde
	@$(BUILD) -c examples/stor-plan -q -j "$$JOBS" -d $(KEEP)/storplan \
		_build/storplan-kilde/docs _build/storplan
	@$(BUILD) -c examples/stor-plan -q -b typst_pdf -j "$$JOBS" -d $(KEEP)/storplan-pdf \
		_build/storplan-kilde/docs _build/storplan-pdf
	@echo "Den store plan er bygget. Åbn disse filer:"
	@ls -1 _build/storplan/index.html _build/storplan-pdf/*.pdf | while read -r file; do printf '  %s\n' "$$PWD/$$file"; done

import: $(VENV)/.site ## Læs planen ind fra Excel eller CSV: FIL=plan.xlsx viser ændringerne, UDFOER=1 skriver dem
	@case "$$UDFOER" in 1|[Jj]a|JA|j|J) write=1;; ""|0|[Nn]ej|NEJ|n|N) write=0;; \
			*) echo "UDFOER er hverken ja eller nej. Skriv UDFOER=1 for at skrive ændringerne." >&2; exit 1;; esac; \
		conf="$${HVOR:-.}"; into="_build/import/$$(basename -- "$${HVOR:-docs}")"; \
		rm -f -- "$$into/import.txt"; \
		$(BUILD) -q -c "$$conf" -b plan-import -j "$$JOBS" \
		-D needs_exchange_file="$$FIL" -D needs_exchange_write="$$write" \
		-- "$$conf/docs" "$$into"; code=$$?; \
		if [ -f "$$into/import.txt" ]; then cat -- "$$into/import.txt"; fi; exit $$code

test: $(VENV)/.dev ## Prøv det hele: stil, typer, prøver og en streng bygning
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest
	$(SPHINX) -q -E -W --keep-going -n -j "$$JOBS" docs _build/strict

stress: $(VENV)/.dev ## Led længe efter fejl: flere hundrede tilfældige ændringer og tusinder af fjendtlige input (SEED=1 RUNS=40)
	STRESS_SEED="$${SEED:-1000}" STRESS_RUNS="$${RUNS:-40}" $(BIN)/pytest tests/needs_core/test_random_edits.py tests/test_hostile.py

bench: $(VENV)/.dev ## Mål, hvor hurtigt det hele bygges
	@$(BIN)/python benchmarks/run.py $${SIZE:+--size "$$SIZE"}
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
