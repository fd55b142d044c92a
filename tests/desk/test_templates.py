"""Whatever a template names is there: one that is seldom reached must not fail when it is."""

from jinja2 import nodes

from sheets_coc.desk.app import create_app
from sheets_coc.desk.desk import Desk
from sheets_coc.desk.security import Keys

APPLIES = {"map": "filters", "select": "tests", "reject": "tests"}
"""Filters that name another one, or a test, in their first argument."""


def test_every_filter_and_test_that_a_template_names_exists():
    env = create_app(Desk(None), Keys(), frozenset()).jinja_env
    names = env.list_templates(extensions=["html"])
    assert names
    for name in names:
        tree = env.parse(env.loader.get_source(env, name)[0])
        for one in tree.find_all(nodes.Filter):
            assert one.name in env.filters, (name, one.name)
            if one.name in APPLIES and one.args:
                assert one.args[0].value in getattr(env, APPLIES[one.name]), (name, one.lineno)
        for one in tree.find_all(nodes.Test):
            assert one.name in env.tests, (name, one.name)
