"""Settings of what leaves the installation. Without any of them nothing does.

LINLI_OUTBOUND_HOSTS    hosts that webhooks may go to, divided by commas: "example.org" or "example.org:8443"
LINLI_OUTBOUND_PRIVATE  hosts of those that may lie on a private address, or speak http: a gateway in the office's own net
LINLI_WECOM_URL, LINLI_DINGTALK_URL, LINLI_FEISHU_URL, LINLI_LARK_URL   other base addresses of the group robots
LINLI_SMS_URL, _KEY, _SIGN, _FIELD ("code"), _GOOD ("0")   a gateway for text messages; which field says it was taken
LINLI_MAIL_FROM, _HOST, _PORT, _USER, _PASSWORD, _TLS ("start", "on", "off")   the sender of e-mail
"""

import os


def listed(name: str) -> list[str]:
    return [host.strip().lower() for host in os.environ.get(name, "").split(",") if host.strip()]


LINLI_OUTBOUND_HOSTS = listed("LINLI_OUTBOUND_HOSTS")
LINLI_OUTBOUND_PRIVATE = listed("LINLI_OUTBOUND_PRIVATE")

LINLI_ROBOTS = {
    "wecom": os.environ.get("LINLI_WECOM_URL", "https://qyapi.weixin.qq.com"),
    "dingtalk": os.environ.get("LINLI_DINGTALK_URL", "https://oapi.dingtalk.com"),
    "feishu": os.environ.get("LINLI_FEISHU_URL", "https://open.feishu.cn"),
    "lark": os.environ.get("LINLI_LARK_URL", "https://open.larksuite.com"),
}
LINLI_SMS = {
    "url": os.environ.get("LINLI_SMS_URL", ""),
    "key": os.environ.get("LINLI_SMS_KEY", ""),
    "sign": os.environ.get("LINLI_SMS_SIGN", ""),
    "field": os.environ.get("LINLI_SMS_FIELD", "code"),
    "good": os.environ.get("LINLI_SMS_GOOD", "0"),
}

LINLI_MAIL_FROM = os.environ.get("LINLI_MAIL_FROM", "")
LINLI_MAIL_NAME = LINLI_MAIL_FROM.rpartition("@")[2].rstrip(">") or "linli.invalid"
DEFAULT_FROM_EMAIL = LINLI_MAIL_FROM or "linli@linli.invalid"
EMAIL_HOST = os.environ.get("LINLI_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("LINLI_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("LINLI_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LINLI_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("LINLI_MAIL_TLS", "off") == "start"
EMAIL_USE_SSL = os.environ.get("LINLI_MAIL_TLS", "off") == "on"
EMAIL_TIMEOUT = 5
