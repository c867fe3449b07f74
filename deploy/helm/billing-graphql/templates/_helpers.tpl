{{- define "billing.labels" -}}
app.kubernetes.io/name: billing-graphql
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}
