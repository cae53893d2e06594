"""What the sources say of all else, from the inventory: places and digests of quotes.

A quote stands as the first sixteen digits of its SHA-256, as in ``facts``.
"""

# fmt: off
ITEMS: dict[str, dict[str, tuple[str, str]]] = {
    "strategi": {
        "STR_NDJ": ("004 13", "4a5b2fedadd7d514"),
    },
    "styringskrav": {
        "GOV_02": ("004 55-59", "77a875085d6a7083"),
        "GOV_03": ("004 53-55", "dcd213f3f9be283b"),
        "GOV_04": ("004 51-53", "194d4c441b1a17ec"),
        "GOV_05": ("004 45-49", "29e4f5da96e20df7"),
    },
    "opfølgningskrav": {
        "GOV_01": ("004 63-65", "2e334711687cbe11"),
    },
    "tilblivelse": {
        "GOV_06": ("004 27-29", "6f4696acc6eaa102"),
    },
    "henvisning": {
        "REF_01": ("004 5", "eb794ca7ca32d57f"),
        "REF_02": ("004 29", "23f6f408ffa3e32d"),
        "REF_03": ("004 29", "3af4bba1bd15e6bf"),
        "REF_04": ("004 31", "63cf49eb8724af07"),
        "REF_05": ("004 31", "1a2c3a6324e62703"),
        "REF_06": ("004 159", "0c27b3e1436c660c"),
    },
}
"""Type to id to place and quote."""

LINKS: dict[str, dict[str, list[str]]] = {
}
"""The links the inventory has, under its own names."""

VARIANTS = {
    "FO_01": ["plakat 15-16 755549f9", "udkast 21 9e420d53", "udkast 70-73 96dd609c", "udkast 187 4f2de1ec", "udkast 197 59f7b478", "tekst 434 4f2de1ec", "tekst 462 59f7b478"],
    "FO_02": ["plakat 41-47 52d6a733", "udkast 64-68 52d6a733", "udkast 151 fe4d66d7", "tekst 324-326 fe4d66d7"],
    "FO_03": ["plakat 18-25 a948beaf", "udkast 81 a148458e", "tekst 87-89 a148458e"],
    "FO_04": ["plakat 52-54 fd2b2dfc", "plakat 90-92 d21b900e", "udkast 101 eb30191c", "tekst 176 eb30191c"],
    "FO_05": ["plakat 62-66 255104d9", "udkast 102 fc31788f", "tekst 178-180 fc31788f"],
    "FO_06": ["plakat 223-227 2c33ec85", "udkast 213 6873a9a0", "tekst 524-526 6873a9a0"],
    "FO_07": ["plakat 161-163 8b0c99eb", "udkast 130 da842b3b", "tekst 286 da842b3b"],
    "FO_08": ["plakat 78 cf5512f8", "udkast 91 2896d368", "tekst 137 2896d368"],
    "FO_09": ["plakat 115-117 fe9564cb", "udkast 141 b47fd64d", "tekst 304 b47fd64d"],
    "FO_10": ["plakat 141 8c60c221", "udkast 185 e2717138", "tekst 428 20440a2a"],
    "FO_11": ["plakat 106 36b25a66", "plakat 108 3c695b3d", "udkast 112 70df964b", "tekst 170 70df964b"],
    "FO_12": ["plakat 123 3975ab05", "udkast 145 58695d6c", "tekst 312 58695d6c"],
    "FO_13": ["plakat 151-155 bcfe4b74", "udkast 223 17527938", "udkast 227 f853b0ab", "tekst 539 17527938", "tekst 543 f853b0ab"],
    "FO_14": ["plakat 104 d7be780f", "udkast 111 3439f75f", "tekst 168 d7be780f"],
    "FO_15": ["plakat 137-139 09060722", "udkast 183 8e7f3d9c", "tekst 426 09060722"],
    "FO_16": ["plakat 110 dcb4d9fd", "udkast 106 dcb4d9fd", "tekst 172 dcb4d9fd"],
    "FO_17": ["udkast 126 a5dd666c", "tekst 268-270 5ef73052"],
    "FO_18": ["udkast 37 5546b7d0", "tekst 21 9cde51fa"],
    "FO_19": ["udkast 157 8d9f06ae", "tekst 340-342 4fcf19e5"],
    "FO_20": ["udkast 165 68199ddd", "tekst 398-400 cd93c99e"],
    "FO_21": ["udkast 95 2354c439", "tekst 159 42ab3d18", "tekst 161 2d373756"],
    "FO_22": ["tekst 37 2f305dbc", "tekst 38 6739fc4c"],
    "FO_23": ["udkast 5-11 1bf8a62e", "udkast 13-15 4a9aa991"],
    "FO_24": ["udkast 5 2d9fbe35", "udkast 35 9f382673", "udkast 49 035334db", "tekst 13 9f382673", "tekst 63 035334db"],
    "FO_25": ["udkast 57-62 570abf28", "tekst 77-85 7a402edb"],
    "FO_26": ["udkast 99-101 6e5367ce", "tekst 172-176 228417ee"],
    "FO_27": ["udkast 83 bc7754f8", "tekst 91 bc7754f8"],
}
"""Every wording of every difference: version, lines and digest."""
