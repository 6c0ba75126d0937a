# 快解: two commands are enough. `make run` starts the system, `make test` checks everything.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PY := .venv/bin/python
CHECK := @$(PY) setup/check.py
export PYTHONUTF8 := 1

.PHONY: help setup ready run test fonts lint types imports migrations test-sqlite test-postgresql \
	test-browser test-slow bench

help: ## 显示本表 · this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' Makefile

setup: ## 安装依赖（首次约两分钟，之后即时完成） · install everything once
	@python3 setup/install.py

ready:
	@python3 setup/install.py --quiet

fonts: ready ## 补装文书用的仿宋、楷体和生僻字字体 · fetch fonts that could not be had at setup
	@$(PY) setup/fonts.py
	@$(PY) manage.py fonts

run: ready ## 启动系统与演示数据，PORT=8000 可改 · start the system with demonstration data
	@exec $(PY) setup/start.py

test: ready ## 全部检查与测试（SQLite、PostgreSQL、浏览器） · every check and test
	$(CHECK)

lint: ready ## 代码风格 · ruff
	$(CHECK) lint

types: ready ## 类型 · mypy
	$(CHECK) types

imports: ready ## 模块依赖方向 · import contracts
	$(CHECK) imports

migrations: ready ## 系统检查与遗漏的迁移 · system checks and missing migrations
	$(CHECK) migrations

test-sqlite: ready ## 测试，SQLite · tests on SQLite
	$(CHECK) sqlite

test-postgresql: ready ## 测试，PostgreSQL · tests on a throw-away PostgreSQL
	$(CHECK) postgresql

test-browser: ready ## 测试，Chromium 浏览器 · tests in a real browser
	$(CHECK) browser

test-slow: ready ## 慢测试、LibreOffice 对照、PostgreSQL 上的全部测试 · what make test leaves out
	$(CHECK) slow

bench: ready ## 性能测量，ONLY=documents 只测其一 · measurements as ratios
	@$(PY) -m tests.bench.run $(ONLY)
