#include "report/identify.h"

#include "report/report.h"

#define NAMESPACES STR("urn:quoin:report:")

static str child_text(struct arena *a, const struct xml_node *root, const char *name)
{
    const struct xml_node *node = xml_child(root, name);
    return node ? xml_content(a, node) : STR("");
}

/* The year as it is always written, whether 2020/21 or 2020/2021 stands there. */
static str year_text(struct arena *a, const struct xml_node *root)
{
    int year;
    if (!quarter_parse_year(str_trim(xml_value(root, "year")), &year))
        return STR("");
    return str_format(a, "%d/%02d", year, (year + 1) % 100);
}

static int quarter_number(const struct xml_node *root)
{
    str text = str_trim(xml_value(root, "quarter"));
    return text.n == 1 && text.p[0] >= '1' && text.p[0] <= '4' ? text.p[0] - '0' : 0;
}

static void read_head(struct arena *a, const struct xml_node *root, struct identity *out)
{
    const struct xml_node *organisation = xml_child(root, "organisation");
    out->lang = str_collapse(a, xml_value(root, "xml:lang"));
    if (out->lang.n == 0)
        out->lang = STR("en-GB"); /* as report_read() has it */
    out->layout = str_collapse(a, xml_value(root, "layout"));
    out->year = year_text(a, root);
    out->quarter = quarter_number(root);
    out->organisation = child_text(a, root, "organisation");
    if (organisation)
        out->short_name = str_collapse(a, xml_value(organisation, "short"));
    out->area = child_text(a, root, "area");
    out->title = child_text(a, root, "title");
}

void identify_report(struct arena *a, str text, struct identity *out)
{
    static const char *const names[] = {"organisation", "area", "title", NULL};
    const struct xml_doc *doc = xml_load_head(a, text, names);
    const struct xml_node *root = doc ? doc->root : NULL;
    str name = root ? root->name : xml_root_name(text);
    *out = (struct identity){0};
    out->is_report = str_is(name, "report") || (!root && name.n == 0);
    out->line = root ? (int)xml_pos(doc, root).line : 0;
    if (root && root->ns.n && !str_starts(root->ns, NAMESPACES))
        out->is_report = false;
    if (root && out->is_report)
        read_head(a, root, out);
}
