"""E01 支付令申请书, E02 强制执行申请书: when what was agreed or ordered is not paid."""

from documents.contracts.enforcement.applications import ENFORCEMENT, PAYMENT_ORDER

CONTRACTS = (PAYMENT_ORDER, ENFORCEMENT)
