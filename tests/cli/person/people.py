"""Records of somebody who asks, of a namesake, and of a case with others."""

WANDA = {
    "case": "stunned-bulb", "reported_on": "2025-01-15", "reporter": "Petra Pepper",
    "subjects": "Wanda Example", "contacts": "wanda@example.org", "others": "Nora Nobody",
    "summary": "Wanda was loud; Petra told us, Nora saw it.", "our_action": "Asked Wanda.",
    "local_action": "No", "flag": "flagged", "decision": "Violation, flagged",
    "outcome": "Wanda Example was asked by Petra Pepper to be quiet.", "handled_by": "Max Member",
}  # fmt: skip
OPEN = {
    "case": "frosty-boat", "reported_on": "2026-11-15", "subjects": "Wanda Example",
    "contacts": "wanda@example.org", "decision": "Open", "summary": "x",
}  # fmt: skip
BOTH = {
    "case": "calm-lamp", "reported_on": "2025-11-15", "subjects": "Wanda Example; Karl Kringel",
    "contacts": "wanda@example.org; karl@example.org", "reporter": "Ben Bringer",
    "outcome": "Karl Kringel and Wanda Example were warned.", "decision": "Violation, resolved",
}  # fmt: skip
NAMESAKE = {
    "case": "quiet-road", "reported_on": "2024-12-15", "subjects": "Wanda Example",
    "contacts": "other@example.net", "decision": "Violation, flagged",
    "outcome": "She left the chat.",
}  # fmt: skip
REPORTED = {
    "case": "new-roof", "reported_on": "2025-12-15", "subjects": "Sam Somebody",
    "reporter": "Wanda Example", "decision": "Violation, resolved",
}  # fmt: skip
ASKED = "Wanda Example\nwanda@example.org\n"
NAMES = ("Wanda", "wanda", "Petra", "Pepper", "Nora", "Karl", "Ben", "Max", "example.org")
