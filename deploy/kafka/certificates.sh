#!/usr/bin/env bash
# Makes an authority that vouches for one broker, once: certificates.sh <folder of its key> <folder of the authority's certificate>
set -euo pipefail

keys=$1 ca=$2
[[ -e $ca/ca.pem ]] && exit
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
store=(-storetype PKCS12 -storepass:env KAFKA_STORE_PASSWORD)

keytool -genkeypair "${store[@]}" -keystore "$work/ca.p12" -alias ca -keyalg EC -groupname secp256r1 -validity 3650 \
  -dname "CN=authority,O=Recoup" -ext bc:critical=ca:true,pathlen:0 -ext ku:critical=keyCertSign
keytool -genkeypair "${store[@]}" -keystore "$work/broker.p12" -alias broker -keyalg EC -groupname secp256r1 -validity 3650 \
  -dname "CN=kafka,O=Recoup"
keytool -certreq "${store[@]}" -keystore "$work/broker.p12" -alias broker -file "$work/broker.csr"
keytool -gencert "${store[@]}" -keystore "$work/ca.p12" -alias ca -infile "$work/broker.csr" -outfile "$work/broker.pem" -rfc \
  -validity 3650 -ext san=dns:kafka,dns:localhost -ext ku:critical=digitalSignature -ext eku=serverAuth,clientAuth
keytool -exportcert "${store[@]}" -keystore "$work/ca.p12" -alias ca -rfc -file "$work/ca.pem"
keytool -importcert "${store[@]}" -keystore "$work/broker.p12" -alias ca -file "$work/ca.pem" -noprompt
keytool -importcert "${store[@]}" -keystore "$work/broker.p12" -alias broker -file "$work/broker.pem" -noprompt
keytool -delete "${store[@]}" -keystore "$work/broker.p12" -alias ca

# The authority's own key is not kept: it vouches for nobody else. Its certificate comes last: with it all is done.
install -m 0400 "$work/broker.p12" "$keys/broker.p12"
if [[ $(id -u) -eq 0 ]]; then chown "${KAFKA_UID:-1000}" "$keys/broker.p12"; fi
install -m 0444 "$work/ca.pem" "$ca/ca.pem"
