"""Rules that users' CRDs write in CEL (`x-kubernetes-validations`), evaluated without a cluster.

Source: https://kubernetes.io/docs/reference/using-api/cel/ and "Validation rules" of
https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/.
"""
