"""The files of docs/deploy: what they run exists, and the tools that read them accept them."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from depeche.cli import cli

DEPLOY = Path(__file__).parents[1] / "docs/deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])


def commands():
    """Return each command line of depeche in the files, with the file that has it."""
    found = []
    for path in UNITS:
        text = path.read_text("utf-8").replace("\\\n", " ")
        found += [
            (path.name, shlex.split(line)[1:])
            for line in re.findall(r"^ExecStart=(\S*depeche .*)$", text, flags=re.MULTILINE)
        ]
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    started = re.findall(r'"([^"]*)"', re.findall(r"^CMD \[(.*)\]$", text, flags=re.MULTILINE)[-1])
    return [*found, ("Containerfile", started)]


@pytest.mark.parametrize(("name", "command"), commands())
def test_every_command_is_one_that_there_is(name, command):
    with cli.make_context("depeche", ["help"], resilient_parsing=True) as context:
        found = cli.get_command(context, command[0])
        assert found, name
        found.make_context(command[0], command[1:]).close()


def test_each_is_told_of_in_the_guide():
    guide = (DEPLOY.parent / "deploy.md").read_text("utf-8")
    for path in DEPLOY.iterdir():
        assert f"(deploy/{path.name})" in guide


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_accepts_the_units(tmp_path):
    for unit in UNITS:
        text = re.sub(
            r"^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text("utf-8"), flags=re.MULTILINE
        )
        (tmp_path / unit.name).write_text(text, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(tmp_path.iterdir())],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
@pytest.mark.skipif(not shutil.which("openssl"), reason="no certificate can be made")
def test_nginx_accepts_the_site(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = ["-newkey", "rsa:2048", "-nodes", "-subj", "/CN=archive.example.org"]
    subprocess.run(
        ["openssl", "req", "-x509", *subject, "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
        timeout=60,
    )
    site = (DEPLOY / "nginx.conf").read_text("utf-8")
    for of_the_host, ours in (
        ("/etc/ssl/certs/archive.example.org.pem", certificate),
        ("/etc/ssl/private/archive.example.org.key", key),
        ("/var/log/nginx/depeche.log", tmp_path / "access.log"),
    ):
        assert of_the_host in site
        site = site.replace(of_the_host, str(ours))
    (tmp_path / "site.conf").write_text(site, "utf-8")
    whole = tmp_path / "nginx.conf"
    whole.write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ include site.conf; }}", "utf-8"
    )
    done = subprocess.run(
        ["nginx", "-t", "-q", "-c", whole], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
