# Hvert ord her er en kommando i Python: `python3 -m commands` alene viser dem alle.

PYTHON ?= python3

# Det, nogen skriver efter TITEL= og de andre, er tekst. Her gøres det fast, før make læser det
# igen, og det når kommandoerne gennem miljøet: der er intet, make eller skallen udfører.
TEKSTER := TYPE TITEL FELTER TEKST SIDE NAVN COMMIT ERSTAT ID ALLE HVOR FIL LEKSIKON UDFOER UDGAVE KILDER \
	JOBS SEED RUNS SIZE
given = $(filter-out undefined,$(origin $(1)))
$(foreach name,$(TEKSTER),$(if $(call given,$(name)),$(eval override $(name) := $$(value $(name)))))
export $(TEKSTER)

# Filnavne med æøå kan læses, også hvor maskinen ikke er sat op til dem.
export LC_ALL := C.UTF-8

ORD := help html ret udgiv pdf live check citater tilgaengelighed baseline konsekvens hverdagsord ny status bekraeft \
	afstem pakke hent eksempel storplan import manual test udgaver stress bench catalogs lock klar clean

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: $(ORD)
$(ORD):
	@$(PYTHON) -m commands $@
