#!/usr/bin/python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Adds up the results that meson and Node left behind for machines.

    tally.py [meson:LABEL:STATUS:BUILD_DIR | node:LABEL:STATUS:TAP_FILE |
              bindgen:LABEL:STATUS:JSON_FILE | stage:LABEL:STATUS]...

STATUS is the exit status of the run: one that failed without saying which test
did counts as a failure, and so does one that ran no test at all. Names what
failed and what was skipped; the last line is `N passed, M failed`.
"""

import itertools
import json
import os
import re
import sys
import xml.etree.ElementTree as xml


class Tally:
    def __init__(self):
        self.passed = 0
        self.failed = []
        self.skipped = []


def meson_cases(junit):
    """{test: [(name, state)]} of the tests that report several results."""
    cases = {}
    if not os.path.exists(junit):
        return cases
    for suite in xml.parse(junit).getroot().findall('testsuite'):
        found = []
        for case in suite.findall('testcase'):
            state = 'passed'
            if case.find('failure') is not None or case.find('error') is not None:
                state = 'failed'
            elif case.find('skipped') is not None:
                state = 'skipped'
            found.append((case.get('name'), state))
        cases[suite.get('name')] = found
    return cases


def count_meson(tally, label, directory):
    logs = os.path.join(directory, 'meson-logs')
    cases = meson_cases(os.path.join(logs, 'testlog.junit.xml'))
    with open(os.path.join(logs, 'testlog.json'), encoding='utf-8') as lines:
        tests = [json.loads(line) for line in lines if line.strip()]
    for test in tests:
        several = next((found for suite, found in cases.items()
                        if suite.endswith('.' + test['name'])), [])
        states = [state for _, state in several]
        name = f"{label}: {test['name']}"
        tally.failed += [f'{name}: {case}' for case, state in several
                         if state == 'failed']
        tally.skipped += [f'{name}: {case}' for case, state in several
                          if state == 'skipped']
        tally.passed += states.count('passed')
        if test['result'] in ('OK', 'EXPECTEDFAIL'):
            tally.passed += 0 if several else 1
        elif 'failed' not in states:
            # a test that meson skips lacks something that setup should install
            tally.failed.append(f"{name} ({test['result']})")
    return len(tests)


def failed_names(lines):
    """What TAP calls not ok, but for suites: those only hold what failed."""
    names = []
    for number, line in enumerate(lines):
        match = re.match(r'\s*not ok \d+ - (.*)', line)
        if not match or ' # TODO' in line:
            continue
        details = itertools.takewhile(lambda text: text.strip() != '...',
                                      lines[number + 1:])
        if not any(text.strip() == "type: 'suite'" for text in details):
            names.append(match[1])
    return names


def count_node(tally, label, tap):
    with open(tap, encoding='utf-8', errors='replace') as file:
        lines = file.read().splitlines()
    totals = {}
    for line in lines:
        match = re.fullmatch(
            r'# (tests|pass|fail|cancelled|skipped|todo) (\d+)', line)
        if match:
            totals[match[1]] = int(match[2])
    if 'pass' not in totals:
        return 0
    tally.passed += totals['pass']
    bad = totals.get('fail', 0) + totals.get('cancelled', 0)
    names = failed_names(lines)[:bad]
    names += ['a test without a name'] * (bad - len(names))
    tally.failed += [f'{label}: {name}' for name in names]
    tally.skipped += [f'{label}: {line.strip()}' for line in lines
                      if re.match(r'\s*(not )?ok .* # (SKIP|TODO)', line)]
    return totals.get('tests', 0)


def count_bindgen(tally, label, path):
    with open(path, encoding='utf-8') as file:
        results = json.load(file)['results']
    for result in results:
        name = ' '.join([f'{label}:'] + [str(result[key]) for key in
                                         ('crate', 'target', 'generator') if key in result])
        if result['status'] == 'passed':
            tally.passed += 1
        elif result['status'] == 'skipped':
            tally.skipped.append(f"{name} ({result.get('message', 'no reason')})")
        else:
            tally.failed.append(name)
    return len(results)


def count(tally, argument):
    kind, label, status, *path = argument.split(':', 3)
    failed_before = len(tally.failed)
    if kind == 'stage':
        if status != '0':
            tally.failed.append(f'{label} (exit status {status})')
        return
    try:
        tests = {'meson': count_meson, 'node': count_node,
                 'bindgen': count_bindgen}[kind](tally, label, path[0])
    except (OSError, ValueError, xml.ParseError) as error:
        tally.failed.append(f'{label}: no readable results: {error}')
        return
    if tests == 0:
        tally.failed.append(f'{label}: no test ran')
    elif status != '0' and len(tally.failed) == failed_before:
        tally.failed.append(f'{label}: exit status {status} without a failed test')


def main():
    tally = Tally()
    for argument in sys.argv[1:]:
        count(tally, argument)
    for name in tally.skipped:
        print(f'skipped: {name}')
    for name in tally.failed:
        print(f'failed: {name}')
    print(f'{tally.passed} passed, {len(tally.failed)} failed')
    sys.exit(1 if tally.failed else 0)


main()
