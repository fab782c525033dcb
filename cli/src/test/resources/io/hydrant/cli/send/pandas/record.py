#!/usr/bin/env python3
"""Writes beside each CSV here, as NAME.json, the values that pandas.read_csv finds in it.

One JSON array a row; a missing value is null. Run it again when a CSV is added; the tests need no pandas.
Recorded with pandas 1.5.3.
"""
import json
import math
import pathlib

import numpy
import pandas

def value(found):
    if found is None or (isinstance(found, float) and math.isnan(found)):
        return None
    if isinstance(found, (bool, numpy.bool_)):
        return bool(found)
    if isinstance(found, (int, numpy.integer)):
        return int(found)
    if isinstance(found, (float, numpy.floating)):
        return float(found)
    return str(found)

folder = pathlib.Path(__file__).parent
for csv in sorted(folder.glob('*.csv')):
    table = pandas.read_csv(csv, index_col=False, float_precision='round_trip')
    columns = [table[name].tolist() for name in table.columns]
    rows = [[value(found) for found in row] for row in zip(*columns)]
    lines = [json.dumps(list(table.columns), ensure_ascii=False)]
    lines += [json.dumps(row, ensure_ascii=False) for row in rows]
    csv.with_suffix('.json').write_text('\n'.join(lines) + '\n', encoding='utf-8')
