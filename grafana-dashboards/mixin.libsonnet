// Nines as a monitoring mixin (monitoring.mixins.dev): the same files that Prometheus and Grafana load as they are.
{
  prometheusAlerts+:: std.parseYaml(importstr 'alerts.yaml'),
  prometheusRules+:: std.parseYaml(importstr 'rules.yaml'),
  grafanaDashboards+:: {
    'engine-health.json': import 'dashboards/engine-health.json',
    'incidents-dora.json': import 'dashboards/incidents-dora.json',
    'probes.json': import 'dashboards/probes.json',
    'slo-detail.json': import 'dashboards/slo-detail.json',
    'uptime-review.json': import 'dashboards/uptime-review.json',
  },
}
