from django.contrib import admin

from recommendations.models import Session, State, StateMembership, StateName


class StateNameInline(admin.TabularInline):
    model = StateName
    extra = 0


class StateMembershipInline(admin.TabularInline):
    model = StateMembership
    extra = 0


@admin.register(State)
class StateAdmin(admin.ModelAdmin):
    list_display = ["name", "iso3", "status", "regional_group"]
    list_filter = ["regional_group", "status"]
    search_fields = ["name", "iso3", "names__name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [StateNameInline, StateMembershipInline]


@admin.register(Session)
class SessionAdmin(admin.ModelAdmin):
    list_display = ["__str__", "cycle", "starts_on", "ends_on", "checked"]
    list_filter = ["kind", "cycle"]
    search_fields = ["number", "kind"]
