#!/bin/sh
# 内网证书：自建一个根证书（没有单位统一的内网 CA 时），给域名签发服务器证书。
# 用法：sh certificate.sh 域名    在空目录里运行；root.key 用后移到离线介质。
set -eu
umask 077
name="$1"
if [ ! -f root.crt ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
        -keyout root.key -out root.crt -subj "/CN=内网根证书" -utf8 \
        -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign"
fi
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$name.key" -out "$name.csr" -subj "/CN=$name"
printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth\nkeyUsage=critical,digitalSignature\nbasicConstraints=CA:FALSE\n' "$name" > "$name.ext"
openssl x509 -req -in "$name.csr" -CA root.crt -CAkey root.key -CAcreateserial -days 365 -sha256 \
    -extfile "$name.ext" -out "$name.crt"
openssl verify -CAfile root.crt "$name.crt"
rm -f "$name.csr" "$name.ext"
