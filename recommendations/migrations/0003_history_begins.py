"""Each record's history begins with what is recorded now; each batch of imports becomes a change."""

from django.db import migrations

BATCH = 1000


def imports_become_changes(apps, schema_editor):
    Change = apps.get_model("recommendations", "Change")
    ImportRun = apps.get_model("recommendations", "ImportRun")
    changes = {}
    for run in ImportRun.objects.order_by("pk"):
        if run.batch not in changes:
            changes[run.batch] = Change.objects.create(
                kind="import",
                description=f"Import of {run.file_name}",
                made_at=run.imported_at,
                made_by_id=run.imported_by_id,
            )
        ImportRun.objects.filter(pk=run.pk).update(change=changes[run.batch])


def history_begins(apps, schema_editor):
    from django.utils import timezone

    now = timezone.now()
    for history in apps.get_app_config("recommendations").get_models():
        name = history.__name__.removeprefix("Historical")
        if name == history.__name__ or "_" in name:
            continue
        model = apps.get_model("recommendations", name)
        fields = [f.attname for f in history._meta.fields if f.attname in {m.attname for m in model._meta.fields}]
        rows = []
        for values in model.objects.values(*fields).iterator(chunk_size=BATCH):
            reason = "Recorded before its history was kept"
            rows.append(history(history_date=now, history_type="+", history_change_reason=reason, **values))
            if len(rows) == BATCH:
                history.objects.bulk_create(rows)
                rows = []
        history.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0002_history")]

    operations = [
        migrations.RunPython(imports_become_changes, migrations.RunPython.noop),
        migrations.RunPython(history_begins, migrations.RunPython.noop),
    ]
