//! A question to a named DNS server: no cache in between, no second try, so that a failure shows.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::time::Instant;

use hickory_proto::op::{Message, MessageType, OpCode, Query};
use hickory_proto::rr::RData;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};

use super::config::{Check, DnsModule, rcode_name};
use super::context::ProbeContext;
use super::outcome::{DnsFound, Findings, Phase, Reason};
use super::{address, icmp, tcp};

/// Datagrams read before the server counts as talking nonsense.
const DATAGRAMS: usize = 64;

/// Runs the check.
pub(super) async fn run(
    check: &Check,
    module: &DnsModule,
    means: &ProbeContext,
    findings: &mut Findings,
) -> Result<(), Reason> {
    findings.dns = Some(DnsFound::default());
    let address = address::pick(check, &module.host, means.resolver.as_ref(), findings).await?;
    let mut question = Message::new(icmp::random_u16(), MessageType::Query, OpCode::Query);
    question.metadata.recursion_desired = module.recursion;
    question.add_query(Query::query(module.name.clone(), module.record));
    let bytes = question.to_vec().map_err(|_malformed| Reason::Protocol)?;
    let answer = if module.tcp {
        let connection = tcp::connect(&means.buckets, address, module.port, findings).await?;
        over_tcp(connection, &question, &bytes, findings).await?
    } else {
        means.buckets.take(address, NonZeroU32::MIN)?;
        over_udp(SocketAddr::new(address, module.port), &question, &bytes, findings).await?
    };
    let code = answer.metadata.response_code;
    findings.dns = Some(found(&answer));
    if module.valid_rcodes.contains(&code) { Ok(()) } else { Err(Reason::ResponseCode) }
}

async fn over_udp(
    server: SocketAddr,
    question: &Message,
    bytes: &[u8],
    findings: &mut Findings,
) -> Result<Message, Reason> {
    let started = Instant::now();
    let own: IpAddr =
        if server.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let opened = async {
        let socket = UdpSocket::bind((own, 0)).await?;
        socket.connect(server).await?;
        Ok::<_, std::io::Error>(socket)
    };
    let socket = opened.await.map_err(|_unreachable| Reason::Connection)?;
    findings.spent(Phase::Connect, started.elapsed());
    let started = Instant::now();
    socket.send(bytes).await.map_err(reason)?;
    let mut datagram = vec![0; 65_535];
    for _ in 0..DATAGRAMS {
        let count = socket.recv(&mut datagram).await.map_err(reason)?;
        // Anybody can send datagrams: one that does not answer our question is not the answer.
        let Ok(message) = Message::from_vec(&datagram[..count]) else { continue };
        if answers(&message, question) {
            findings.spent(Phase::Request, started.elapsed());
            return Ok(message);
        }
    }
    Err(Reason::Protocol)
}

async fn over_tcp(
    mut connection: TcpStream,
    question: &Message,
    bytes: &[u8],
    findings: &mut Findings,
) -> Result<Message, Reason> {
    let started = Instant::now();
    let length = u16::try_from(bytes.len()).map_err(|_too_long| Reason::Protocol)?;
    let exchange = async {
        connection.write_all(&[&length.to_be_bytes()[..], bytes].concat()).await?;
        let length = connection.read_u16().await?;
        let mut answer = vec![0; usize::from(length)];
        connection.read_exact(&mut answer).await?;
        Ok::<_, std::io::Error>(answer)
    };
    let answer = exchange.await.map_err(reason)?;
    findings.spent(Phase::Request, started.elapsed());
    let message = Message::from_vec(&answer).map_err(|_malformed| Reason::Protocol)?;
    if answers(&message, question) { Ok(message) } else { Err(Reason::Protocol) }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape map_err wants")]
fn reason(error: std::io::Error) -> Reason {
    match error.kind() {
        std::io::ErrorKind::ConnectionRefused => Reason::ConnectionRefused,
        _ => Reason::Connection,
    }
}

fn answers(message: &Message, question: &Message) -> bool {
    message.metadata.message_type == MessageType::Response
        && message.metadata.id == question.metadata.id
        && (message.queries.is_empty() || message.queries == question.queries)
}

fn found(answer: &Message) -> DnsFound {
    let serial = answer.answers.iter().find_map(|record| match &record.data {
        RData::SOA(soa) => Some(soa.serial),
        _ => None,
    });
    DnsFound {
        answered: true,
        rcode: Some(rcode_name(answer.metadata.response_code)),
        answers: answer.answers.len(),
        authorities: answer.authorities.len(),
        // The OPT record travels among the additional ones.
        additionals: answer.additionals.len() + usize::from(answer.edns.is_some()),
        serial,
    }
}
