import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


def give_marks(apps, schema_editor):
    incidents = apps.get_model("reprisals", "Incident").objects
    for pk in list(incidents.values_list("pk", flat=True)):
        incidents.filter(pk=pk).update(audit_mark=uuid.uuid4())


class Migration(migrations.Migration):

    dependencies = [
        ('reprisals', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='incident',
            name='audit_mark',
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        migrations.RunPython(give_marks, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name='incident',
            name='audit_mark',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False, verbose_name='number')),
                ('taken_at', models.DateTimeField(db_index=True, verbose_name='when')),
                ('action', models.CharField(choices=[('viewed', 'Viewed'), ('changed', 'Changed'), ('exported', 'Exported'), ('step_taken', 'Step taken'), ('evidence_added', 'Evidence added'), ('evidence_read', 'Evidence read'), ('evidence_removed', 'Evidence removed'), ('signed_in', 'Signed in'), ('sign_in_failed', 'Sign-in failed'), ('signed_out', 'Signed out'), ('stepped_up', 'Identity confirmed again'), ('password_changed', 'Password changed'), ('factor_added', 'Second factor added'), ('factor_removed', 'Second factor removed'), ('helped', 'Helped somebody to sign in again'), ('role_given', 'Role given'), ('role_taken', 'Role taken away'), ('purged', 'Purged')], max_length=20, verbose_name='action')),
                ('subject', models.CharField(blank=True, db_index=True, max_length=32, verbose_name='mark of the incident')),
                ('about', models.CharField(blank=True, max_length=60, verbose_name='about')),
                ('fields', models.TextField(blank=True, verbose_name='fields')),
                ('previous', models.CharField(blank=True, max_length=64, verbose_name='digest of the entry before')),
                ('digest', models.CharField(max_length=64, verbose_name='digest')),
                ('by', models.ForeignKey(help_text='Empty for what happens by itself.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'entry of the log',
                'verbose_name_plural': 'entries of the log',
                'ordering': ['-number'],
                'default_permissions': (),
            },
        ),
    ]
