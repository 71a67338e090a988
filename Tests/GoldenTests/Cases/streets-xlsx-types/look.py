import re, zipfile, xml.etree.ElementTree as X
NAMES = "walk_min walk_min_p90 walk_station pop_unreachable detour_ratio stations_15min area_share_15min pop_share_15min pop_uncovered_15min walk_method borderline".split()
Z = zipfile.ZipFile("result.xlsx")
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
strings = ["".join(t.text or "" for t in s.iter(S + "t")) for s in X.fromstring(Z.read("xl/sharedStrings.xml"))] if "xl/sharedStrings.xml" in Z.namelist() else []
def text(c):
    v = c.find(S + "v")
    if c.get("t") == "s": return strings[int(v.text)]
    return "".join(t.text or "" for t in c.iter(S + "t")) if v is None else v.text
rows = list(X.fromstring(Z.read("xl/worksheets/sheet1.xml")).iter(S + "row"))
def column(c): return re.match("[A-Z]+", c.get("r")).group()
KIND = {None: "number", "n": "number", "b": "truth", "s": "text", "inlineStr": "text", "str": "text"}
at = None
kinds = {}
for row in rows:
    values = {column(c): c for c in row.iter(S + "c")}
    if at is None:
        names = {text(c): k for k, c in values.items() if c.find(S + "v") is not None or c.find(S + "is") is not None}
        if all(n in names for n in NAMES): at = names
        continue
    for n in NAMES:
        c = values.get(at[n])
        if c is not None and (c.find(S + "v") is not None or c.find(S + "is") is not None): kinds.setdefault(n, set()).add(KIND[c.get("t")])
print("header", at is not None)
for n in NAMES: print(n, *sorted(kinds.get(n, ())))
