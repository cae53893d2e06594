"""What the sources say, written down from the inventory: the content is held to it.

A quote stands as the first sixteen digits of its SHA-256, so that not a letter of it
can change unseen.
"""

from __future__ import annotations

from typing import NamedTuple


class Fact(NamedTuple):
    """One item: its title, where and what its quote is, and its links."""

    title: str
    place: str
    quote: str
    links: str = ""
    words: str = ""
    """Modality and certainty of a tiltag."""


# fmt: off
PEJLEMAERKER = {
    "PM_1": Fact("Borgeren først", "004 87-89", "a148458e967f4486", "kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "PM_2": Fact("Fundamentet på plads", "004 198-200", "9d4b63e3d80be8e1", "kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "PM_3": Fact("Mest muligt i eget liv", "004 324-326", "fe4d66d7542e8d75", "kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "PM_4": Fact("Helhed og fremtidssikring", "004 436-438", "05f836fb21943a05", "kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
}

MAALSAETNINGER = {
    "MS_1_1": Fact("Vi taler med og ikke om borgeren og kommunikerer i øjenhøjde", "004 176", "eb30191ccb8ff431", "under PM_1; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "MS_1_2": Fact("Vi har fælles redskaber og metoder til at afdække borgerens viden, ønsker og behov - og omsætter borgerperspektivet i praksis i fællesskab med borgeren", "004 178-180", "a727506445a72968", "under PM_1; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "MS_1_3": Fact("Vi udfordrer, støtter og motiverer borgeren til at deltage aktivt og tage medansvar for eget og andres gode hverdagsliv", "004 182-184", "bb21e9c52d38cf17", "under PM_1; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "MS_1_4": Fact("Vi samarbejder med frivillige, foreninger og civilsamfund om at skabe stjernestunder i hverdagen", "004 186-188", "c0d2076f96b5859c", "under PM_1; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "MS_2_1": Fact("Alle medarbejdere kender og bidrager til løsningen af den fælles kerneopgave", "004 286", "3e28058f1e8bd6fb", "under PM_2; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "MS_2_2": Fact("Vores organisering, systemer og arbejdsgange understøtter en effektiv og ensartet opgaveløsning", "004 288-290", "a2c4dac59e5e46c0", "under PM_2; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "MS_2_3": Fact("Vores serviceniveau er tydeligt, realistisk og kendt af borgere og samarbejdspartnere", "004 292-294", "c7dc194328de54f5", "under PM_2; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "MS_2_4": Fact("Vores dokumentationsarbejde er målstyret, systematisk og sikrer relevant ledelsesinformation", "004 296-298", "593a77e21d550ccf", "under PM_2; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "MS_3_1": Fact("Vi arbejder med konkrete og afgrænsede mål og giver slip, når målet er nået", "004 410", "2276168b43e19441", "under PM_3; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "MS_3_2": Fact("Vi har en tilbudsvifte, som understøtter tidsafgrænset, virtuel og gruppebaseret støtte", "004 412-414", "caddb257527fa8c3", "under PM_3; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "MS_3_3": Fact("Vi understøtter borgernes mulighed for inklusion og deltagelse i samfundet", "004 416", "6e815f92769a0ae0", "under PM_3; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "MS_4_1": Fact("Vores tilbud og fysiske rammer er tilpasset efter (udviklingen i) borgernes behov", "004 524-526", "a9218960b86667f1", "under PM_4; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "MS_4_2": Fact("Vi har de kompetencer, som skal til for at løse kerneopgaven nu og i fremtiden", "004 528", "d47867ae93bdeac6", "under PM_4; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "MS_4_3": Fact("Vi kommunikerer og samarbejder med vores omverden for at skabe nytænkning og sikre enkle, effektive og sammenhængende indsatser", "004 530-532", "57eb644e6efb1d9f", "under PM_4; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
}

NOEGLEORD = {
    "NO_101": Fact("Reel og systematisk inddragelse af borgeren", "004 164", "17e57e5be8e442fc", "under PM_1; beskriver MS_1_2; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "NO_102": Fact("Fra rettighedstænkning til medansvar", "004 166", "fea3d557480c0ca5", "under PM_1; beskriver MS_1_3; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "NO_103": Fact("Selv- og medbestemmelse", "004 168", "d7be780fac05bf0e", "under PM_1; beskriver MS_1_2 MS_1_3; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "NO_104": Fact("Recovery og øget livsmestring", "004 170", "70df964b9870588a", "under PM_1; beskriver MS_1_3; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "NO_201": Fact("Kerneopgaven", "004 300", "4bf1c5b850f7130b", "under PM_2; beskriver MS_2_1; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "NO_202": Fact("Faglig ledelse", "004 302", "0473c568993b14c4", "under PM_2; beskriver MS_2_1; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "NO_203": Fact("Fælles faglige tiltag og metoder", "004 304", "b47fd64dd8805f4b", "under PM_2; beskriver MS_1_2 MS_2_2; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "NO_204": Fact("Fælles aftaler, strukturer og systemer", "004 310", "b4843741a05fe458", "under PM_2; beskriver MS_2_2; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "NO_205": Fact("Dokumentation og økonomisk styring", "004 312", "58695d6c00d78a90", "under PM_2; beskriver MS_2_4; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "NO_206": Fact("Gennemsigtighed", "004 314", "927985e683241440", "under PM_2; beskriver MS_2_3; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "NO_301": Fact("Mindst indgribende, egnede indsats", "004 418", "12ba346de4bcb885", "under PM_3; beskriver MS_3_1 MS_3_2; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "NO_302": Fact("Fokus på læring og livsmestring", "004 420", "91eff0604f9205b4", "under PM_3; beskriver MS_3_1; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "NO_303": Fact("Målstyring og opfølgning", "004 422", "a68873ce0afe4ef6", "under PM_3; beskriver MS_2_4 MS_3_1; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "NO_304": Fact("Hverken over- eller underkompensere", "004 426", "09060722df7f53a5", "under PM_3; beskriver MS_3_1; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "NO_305": Fact("Dristighed og prøvehandlinger", "004 428", "20440a2ae1333cc1", "under PM_3; beskriver MS_3_1; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "NO_401": Fact("Mod til at tænke nyt", "004 534", "909281b37751fb3d", "under PM_4; beskriver MS_4_1 MS_4_3; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "NO_402": Fact("Udvikling og fremtidssikring af tilbud og faglige kompetencer", "004 536-537", "b1187d09d38e0820", "under PM_4; beskriver MS_4_1 MS_4_2; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "NO_403": Fact("Stærke arbejdsfællesskaber", "004 539", "175279387ec9b64b", "under PM_4; beskriver MS_4_2; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "NO_404": Fact("Relationel koordinering og social kapital", "004 541", "b0687dc90ee4cef8", "under PM_4; beskriver MS_4_3; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
    "NO_405": Fact("Organisatorisk medlemskab, OLFA", "004 543", "f853b0ab00eecab6", "under PM_4; beskriver MS_4_2; kilde DOK_NDJ_PLAKAT DOK_NDJ_TEKST DOK_NDJ_UDKAST"),
}

TILTAG = {
    "TI_101": Fact("Styrke samarbejde og kommunikation med borgere og pårørende", "004 127-133", "1337aa09faf4ecb3", "under PM_1; bidrager_til MS_1_1; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "vil høj"),
    "TI_102": Fact("Understøtte aktiv deltagelse og medansvar", "004 133-137", "c5c46b4a2801cd6b", "under PM_1; bidrager_til MS_1_3; omsaetter NO_102; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "vil høj"),
    "TI_103": Fact("Reel og systematisk inddragelse i beslutninger", "004 137-141", "ce6eb9a3610191fd", "under PM_1; bidrager_til MS_1_1 MS_1_2; omsaetter NO_101; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "skal middel"),
    "TI_104": Fact("Omsorg, tryghed og nærvær", "004 141-145", "73f5361faede6dfd", "under PM_1; bidrager_til MS_1_1; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "skal lav"),
    "TI_105": Fact("Inddrage frivillige, foreninger og civilsamfund", "004 147-153", "4f2b7ca372b957a4", "under PM_1; bidrager_til MS_1_4; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "vil høj"),
    "TI_106": Fact("Samarbejde med pårørende efter pårørendepolitikken", "004 155-157", "44ec4d23fe1ce6dd", "under PM_1; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "udsagn ingen"),
    "TI_201": Fact("Styrke faglig kvalitet og fælles retning", "004 260-266", "3dbadfeb86567f8d", "under PM_2; bidrager_til MS_2_1; omsaetter NO_201; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "vil høj"),
    "TI_202": Fact("Udvikle og implementere fælles systemer og arbejdsgange", "004 266-272", "946a2a404ed84337", "under PM_2; bidrager_til MS_2_2; omsaetter NO_204; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "vil høj"),
    "TI_203": Fact("Fælles, realistisk og kendt serviceniveau", "004 272-278", "2612ae985657437e", "under PM_2; bidrager_til MS_2_3; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "vil høj"),
    "TI_204": Fact("Klare aftaler om fælles og lokal opgaveløsning", "004 250-256", "d6bffa6c9ccda8ba", "under PM_2; bidrager_til MS_2_2; omsaetter NO_204; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "skal middel"),
    "TI_205": Fact("Fælles forståelse, tilgang og standarder", "004 244-250", "c4e486b6add98a02", "under PM_2; bidrager_til MS_1_2 MS_2_1 MS_2_2; omsaetter NO_201; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "kræver middel"),
    "TI_206": Fact("Tydelige forventninger til borgere, pårørende og partnere", "004 220-222", "7d36174ff26c65eb", "under PM_2; bidrager_til MS_2_3; omsaetter NO_206; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "skal høj"),
    "TI_207": Fact("Professionel og samstemt organisation", "004 222-232", "f8cbd1fdf363dd35", "under PM_2; bidrager_til MS_2_2 MS_2_3; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "skal middel"),
    "TI_301": Fact("Etablere midlertidige og justerbare tilbudstyper", "004 370-378", "088374d0cdc7b667", "under PM_3; bidrager_til MS_3_2; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "vil høj"),
    "TI_302": Fact("Styrke dokumentation og målstyring", "004 380-386", "a703193383750ea0", "under PM_3; bidrager_til MS_2_4 MS_3_1; omsaetter NO_205 NO_303; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "skal høj"),
    "TI_303": Fact("Fremme inklusion via netværk, civilsamfund og arbejdsmarked", "004 388-394", "aa354379e13a6e4e", "under PM_3; bidrager_til MS_3_3 MS_4_3; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "vil høj"),
    "TI_304": Fact("Tilpasset indsats – hverken over- eller underkompensation", "004 342-348", "c32056de7fa6191f", "under PM_3; bidrager_til MS_3_1; omsaetter NO_304; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "skal middel"),
    "TI_305": Fact("Turde fejle; fleksibel tilbudsvifte og graduering", "004 352-358", "9b2de2e705418627", "under PM_3; bidrager_til MS_3_1 MS_3_2; omsaetter NO_305; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "skal middel"),
    "TI_401": Fact("Tilpasse tilbudsstruktur og fysiske rammer", "004 462-468", "c0ab7e23886dca80", "under PM_4; bidrager_til MS_4_1; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "vil høj"),
    "TI_402": Fact("Strategisk kompetenceudvikling", "004 470-474", "407fa710ff6b05a7", "under PM_4; bidrager_til MS_4_2; omsaetter NO_402; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "vil høj"),
    "TI_403": Fact("Rekruttering, fastholdelse og stærke arbejdsfællesskaber", "004 484-492", "ba581f55e3d6d2d4", "under PM_4; bidrager_til MS_4_2; omsaetter NO_403 NO_405; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "vil middel"),
    "TI_404": Fact("Gå forrest i tværgående samarbejde", "004 506-514", "0f215eaeb4511818", "under PM_4; bidrager_til MS_4_3; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "skal høj"),
    "TI_405": Fact("Tilbud matcher behov inden for økonomisk ramme", "004 448-452", "0d14c51905980147", "under PM_4; bidrager_til MS_4_1; omsaetter NO_205; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "skal middel"),
    "TI_406": Fact("Løbende omstilling og prioritering", "004 452-456", "4b44b0131761cfad", "under PM_4; bidrager_til MS_4_1 MS_4_3; omsaetter NO_401; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "kræver lav"),
    "TI_407": Fact("Fokus på eksisterende og fremtidige kompetencebehov", "004 456-460", "ab9fb7f6f2e8523c", "under PM_4; bidrager_til MS_4_2; omsaetter NO_402; kilde DOK_NDJ_TEKST DOK_NDJ_UDKAST", "kræver høj"),
}

KILDER = {
    "DOK_KBH_2018": Fact("Referat af udkast til socialstrategien – HovedMED 2. marts 2018", "000 1", "1f31612b4c69e954", ""),
    "DOK_KBH_2014": Fact("Baggrundsnotat vedrørende proces for udarbejdelse af Socialstrategien", "001 1-3", "c54382f90c5ff25f", ""),
    "DOK_NDJ_PLAKAT": Fact("Fælles langsigtet strategi på Socialområdet (plakat)", "002 2-4", "65bc5f70d082c2c1", ""),
    "DOK_NDJ_UDKAST": Fact("Fælles langsigtet strategi på Socialområdet 2024-2028 (udkast med forside)", "003 11", "6335600eede39c18", ""),
    "DOK_NDJ_TEKST": Fact("Fælles langsigtet strategi på Socialområdet (brødtekst uden forside)", "004 3", "e6d8a6cb6fd5a92f", ""),
}

GAPS = {
    "målsætninger without a vil": "MS_1_2 MS_2_4 MS_3_1",
    "tiltag without målsætning": "TI_106",
    "nøgleord without tiltag": "NO_103 NO_104 NO_202 NO_203 NO_301 NO_302 NO_404",
}
"""What the page of coverage has to show."""
