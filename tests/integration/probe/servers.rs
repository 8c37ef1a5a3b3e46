//! Targets on loopback: good ones, slow ones, broken ones, hostile ones. No other host is ever probed.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hickory_proto::op::{Message, MessageType, ResponseCode};
use hickory_proto::rr::rdata::{A, SOA};
use hickory_proto::rr::{Name, RData, Record};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream, UdpSocket};
use tokio_rustls::TlsAcceptor;

/// Requests as they arrived.
pub type Seen = Arc<Mutex<Vec<String>>>;

/// The targets; they are gone when this is dropped.
pub struct Targets {
    runtime: Option<tokio::runtime::Runtime>,
    pub http: u16,
    pub other: u16,
    pub tls_good: u16,
    pub tls_expired: u16,
    pub dns: u16,
    pub refused: u16,
    /// Held, so that nobody else gets the port, and never listened on.
    _nobody: TcpSocket,
    pub banner: u16,
    pub silent: u16,
    pub ca_pem: String,
    pub expired_at: i64,
    pub seen: Seen,
}

impl Drop for Targets {
    fn drop(&mut self) {
        // Slow answers are not waited for.
        self.runtime.take().expect("there until now").shutdown_background();
    }
}

impl Targets {
    pub fn start() -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let seen = Seen::default();
        let key = KeyPair::generate().unwrap();
        let mut authority = CertificateParams::new(Vec::<String>::new()).unwrap();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        authority.not_after = date_time_ymd(2096, 1, 1);
        let ca_pem = authority.self_signed(&key).unwrap().pem();
        let issuer = Issuer::new(authority, key);
        runtime
            .block_on(async {
                let (http, other) = (serve(&seen, None).await, serve(&seen, None).await);
                let tls_good = serve(&seen, Some(acceptor(&issuer, 2095))).await;
                let tls_expired = serve(&seen, Some(acceptor(&issuer, 2020))).await;
                let nobody = TcpSocket::new_v4().unwrap();
                nobody.bind("127.0.0.1:0".parse().unwrap()).unwrap();
                Self {
                    http,
                    other,
                    tls_good,
                    tls_expired,
                    dns: dns(&seen).await,
                    refused: nobody.local_addr().unwrap().port(),
                    _nobody: nobody,
                    banner: banner(b"220 ready\r\n").await,
                    silent: banner(b"").await,
                    ca_pem,
                    expired_at: date_time_ymd(2020, 1, 1).unix_timestamp(),
                    seen: Arc::clone(&seen),
                    runtime: None,
                }
            })
            .keep(runtime)
    }

    fn keep(mut self, runtime: tokio::runtime::Runtime) -> Self {
        self.runtime = Some(runtime);
        self
    }

    /// How many requests had a text in them.
    pub fn count(&self, text: &str) -> usize {
        self.seen.lock().unwrap().iter().filter(|request| request.contains(text)).count()
    }
}

fn acceptor(issuer: &Issuer<'_, KeyPair>, year: i32) -> TlsAcceptor {
    let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned(), "localhost".to_owned()]).unwrap();
    params.not_before = date_time_ymd(2019, 1, 1);
    params.not_after = date_time_ymd(year, 1, 1);
    let key = KeyPair::generate().unwrap();
    let leaf: CertificateDer<'static> = params.signed_by(&key, issuer).unwrap().into();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![leaf], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

async fn serve(seen: &Seen, tls: Option<TlsAcceptor>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let seen = Arc::clone(seen);
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            let (seen, tls) = (Arc::clone(&seen), tls.clone());
            tokio::spawn(async move {
                match tls {
                    None => answer(connection, port, &seen).await,
                    Some(tls) => match tls.accept(connection).await {
                        Ok(stream) => answer(stream, port, &seen).await,
                        Err(_) => Ok(()),
                    },
                }
            });
        }
    });
    port
}

async fn answer(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    port: u16,
    seen: &Seen,
) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") && head.len() < 65_536 {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split_whitespace().nth(1).unwrap_or_default().to_owned();
    seen.lock().unwrap().push(format!("{port} {head}"));
    let redirect = |to: &str| format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n");
    let text = match path.split('?').next().unwrap_or_default() {
        "/good" => "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nLast-Modified: Wed, 21 Oct 2015 07:28:00 GMT\r\n\r\nhello".to_owned(),
        "/error" => "HTTP/1.1 503 No\r\nContent-Length: 2\r\n\r\nno".to_owned(),
        "/moved" => redirect("/good"),
        "/loop" => redirect("/loop"),
        "/away" => redirect(path.split_once('?').unwrap().1),
        "/nonsense" => "SSH-2.0-nothing of the kind\r\n\r\n".to_owned(),
        "/heads" => format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "x".repeat(1 << 20)),
        "/slow" => {
            tokio::time::sleep(Duration::from_secs(20)).await;
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".to_owned()
        }
        "/drip" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
            loop {
                stream.write_all(b".").await?;
                stream.flush().await?;
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        "/huge" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
            let piece = vec![b'x'; 1 << 16];
            // 4 GB, unless somebody hangs up.
            for _ in 0..65_536 {
                stream.write_all(&piece).await?;
            }
            return Ok(());
        }
        _ => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned(),
    };
    stream.write_all(text.as_bytes()).await?;
    stream.shutdown().await
}

async fn banner(text: &'static [u8]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let greet = move |mut connection: TcpStream| async move {
        let _gone = connection.write_all(text).await;
        tokio::time::sleep(Duration::from_secs(20)).await;
    };
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            tokio::spawn(greet(connection));
        }
    });
    port
}

/// A DNS server over UDP and TCP on one port. What it does is in the name asked for.
async fn dns(seen: &Seen) -> u16 {
    let (udp, tcp, port) = loop {
        let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = tcp.local_addr().unwrap().port();
        // Somebody else may have the same port over UDP.
        if let Ok(udp) = UdpSocket::bind(("127.0.0.1", port)).await {
            break (udp, tcp, port);
        }
    };
    let heard = Arc::clone(seen);
    tokio::spawn(async move {
        let mut datagram = [0; 4096];
        while let Ok((count, from)) = udp.recv_from(&mut datagram).await {
            over_udp(&udp, &datagram[..count], from, &heard).await;
        }
    });
    let heard = Arc::clone(seen);
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = tcp.accept().await {
            let heard = Arc::clone(&heard);
            tokio::spawn(async move {
                let length = connection.read_u16().await?;
                let mut question = vec![0; usize::from(length)];
                connection.read_exact(&mut question).await?;
                if let Some(answer) = reply(&question, &heard) {
                    let bytes = answer.to_vec().unwrap();
                    connection.write_u16(bytes.len() as u16).await?;
                    connection.write_all(&bytes).await?;
                }
                Ok::<_, std::io::Error>(())
            });
        }
    });
    port
}

async fn over_udp(socket: &UdpSocket, question: &[u8], from: SocketAddr, seen: &Seen) {
    let Some(answer) = reply(question, seen) else { return };
    if answer.queries[0].name().to_ascii().starts_with("spoofed") {
        // Somebody guesses: another id, and noise. The true answer comes later.
        let mut forged = answer.clone();
        forged.metadata.id = forged.metadata.id.wrapping_add(1);
        forged.metadata.response_code = ResponseCode::ServFail;
        socket.send_to(&forged.to_vec().unwrap(), from).await.unwrap();
        socket.send_to(b"noise", from).await.unwrap();
    }
    socket.send_to(&answer.to_vec().unwrap(), from).await.unwrap();
}

fn reply(question: &[u8], seen: &Seen) -> Option<Message> {
    let mut message = Message::from_vec(question).ok()?;
    let name = message.queries[0].name().clone();
    let text = name.to_ascii();
    seen.lock().unwrap().push(format!("dns {text}"));
    if text.starts_with("silent") {
        return None;
    }
    message.metadata.message_type = MessageType::Response;
    if text.starts_with("servfail") {
        message.metadata.response_code = ResponseCode::ServFail;
    } else if text.starts_with("zone") {
        let (host, mailbox) = (Name::from_ascii("ns.test.").unwrap(), Name::from_ascii("a.test.").unwrap());
        let soa = SOA::new(host, mailbox, 2_026_112_401, 1, 1, 1, 1);
        message.add_answer(Record::from_rdata(name, 60, RData::SOA(soa)));
    } else {
        message.add_answer(Record::from_rdata(name, 60, RData::A(A::new(192, 0, 2, 7))));
    }
    Some(message)
}
