import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0003_history_begins")]

    operations = [
        migrations.AlterField(
            model_name="importrun",
            name="change",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="runs",
                to="recommendations.change",
            ),
        ),
        migrations.RemoveField(model_name="importrun", name="batch"),
    ]
