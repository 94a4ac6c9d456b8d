"""Make drafts of essays in the files people have: Word, web pages, Markdown, plain text."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.importing import EssayFileError, ImportedEssay, read_essay, render_report
from articles.rendering import stored_html


class Command(BaseCommand):
    """One draft a file; a file that cannot be read leaves nothing, and the others are still done."""

    help = "Make a draft of each FILE (.md, .html, .docx, .txt); what was done and what is unsure is said on stderr."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="print the HTML that would be stored, store nothing",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        paths = [Path(name) for name in options["files"]]
        failed = [path for path in paths if not self.take(path, is_dry=options["dry_run"])]
        if failed:
            raise CommandError(
                _("%(failed)d of %(all)d files could not be imported.") % {"failed": len(failed), "all": len(paths)}
            )

    def take(self, path: Path, *, is_dry: bool) -> bool:
        """Import one file, or print it; return False where that was not possible, having said why."""
        try:
            essay = read_essay(path.name, path.read_bytes())
        except OSError as problem:
            return self.refuse(path, problem.strerror or _("The file cannot be opened."))
        except EssayFileError as problem:
            return self.refuse(path, str(problem))
        self.stderr.write(f"{path}\n{render_report(essay)}", self.style.NOTICE)
        if is_dry:
            self.stdout.write(stored_html(essay.html))
        else:
            self.store(essay)
        return True

    def store(self, essay: ImportedEssay) -> None:
        """Store one essay and say where it is."""
        from articles.services import store_draft

        draft = store_draft(essay)
        self.stdout.write(_("Draft: /admin/articles/essay/%(pk)d/change/") % {"pk": draft.pk})

    def refuse(self, path: Path, reason: str) -> bool:
        """Say why a file was not imported."""
        self.stderr.write(f"{path}: {reason}", self.style.ERROR)
        return False
