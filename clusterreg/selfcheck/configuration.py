"""自检：配置 — what the environment says about this host."""

import os
import stat
from pathlib import Path

from django.conf import settings
from django.core.checks import Tags, Warning, run_checks

from clusterreg.selfcheck.finding import Finding, bad, check, fine, mind

LOCAL = {"127.0.0.1", "localhost", "[::1]"}


@check("production", "正式运行")
def production() -> Finding:
    if settings.PRODUCTION:
        return fine("按正式环境运行，自检不合格时不启动。")
    return mind("没有按正式环境运行。", "正式使用时设 CLUSTERREG_PRODUCTION=1。")


@check("debug", "调试模式")
def debug() -> Finding:
    if settings.DEBUG:
        return bad("调试模式开着，出错页会显示内部数据。", "去掉环境变量 CLUSTERREG_DEBUG。")
    return fine("调试模式已关闭。")


@check("hosts", "访问域名")
def hosts() -> Finding:
    if "*" in settings.ALLOWED_HOSTS:
        return bad("任何域名都能访问。", "在 CLUSTERREG_HOSTS 写明实际的域名。")
    if not set(settings.ALLOWED_HOSTS) - LOCAL:
        return mind("只能从本机访问。", "在 CLUSTERREG_HOSTS 写明实际的域名。")
    return fine(f"可用的域名：{'、'.join(settings.ALLOWED_HOSTS)}。")


@check("https", "HTTPS")
def https() -> Finding:
    if not settings.HTTPS:
        return bad(
            "没有经由 HTTPS，密码和号码在网上是明文。", "按运维手册配置反向代理，设 CLUSTERREG_HTTPS=1。"
        )
    if plain := [origin for origin in settings.CSRF_TRUSTED_ORIGINS if not origin.startswith("https://")]:
        return bad(f"来源 {plain[0]} 不是 HTTPS。", "改正 CLUSTERREG_ORIGINS。")
    return fine("经由 HTTPS 提供服务。")


@check("deploy", "安全设置")
def deploy() -> Finding:
    found = run_checks(tags=[Tags.security], include_deployment_checks=True)
    shown = [message for message in found if not message.is_silenced() and isinstance(message, Warning)]
    if shown:
        ids = "、".join(sorted(str(message.id) for message in shown))
        return bad(
            f"安全设置有{len(shown)}项不合格：{ids}。", "运行 manage.py check --deploy 查看，并逐项改正。"
        )
    return fine("Django 部署检查没有问题。")


@check("second_factor", "动态口令")
def second_factor() -> Finding:
    if settings.SECOND_FACTOR:
        return fine("三员和可导出党员的账号须用动态口令。")
    return mind("没有要求动态口令。", "设 CLUSTERREG_SECOND_FACTOR=1。")


@check("account", "运行账号")
def account() -> Finding:
    if os.geteuid() == 0:
        return mind("以 root 运行，出了漏洞就失去整台机器。", "改用专门的系统账号运行（见运维手册）。")
    return fine("以普通系统账号运行。")


@check("home", "数据目录")
def home() -> Finding:
    mode = stat.S_IMODE(Path(settings.HOME).stat().st_mode)
    if mode & 0o002:
        return bad(f"{settings.HOME} 别的系统用户可以改写。", f"chmod 750 {settings.HOME}")
    return fine("数据目录只有本系统可以改写。")
