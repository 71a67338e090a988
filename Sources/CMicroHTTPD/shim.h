#include <microhttpd.h>

/* MHD_start_daemon takes a variable number of arguments, which Swift cannot call. One thread a connection: a request that
   takes long, or a sender that is slow, holds up nobody else. */
static inline struct MHD_Daemon *start_server(int listening_socket, MHD_AccessHandlerCallback handler,
                                              MHD_RequestCompletedCallback completed, void *context,
                                              unsigned connections, unsigned seconds, size_t header_bytes) {
  return MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION, 0, 0, 0, handler, context,
                          MHD_OPTION_LISTEN_SOCKET, (MHD_socket)listening_socket,
                          MHD_OPTION_NOTIFY_COMPLETED, completed, context,
                          MHD_OPTION_CONNECTION_LIMIT, connections,
                          MHD_OPTION_CONNECTION_TIMEOUT, seconds,
                          MHD_OPTION_CONNECTION_MEMORY_LIMIT, header_bytes,
                          MHD_OPTION_STRICT_FOR_CLIENT, 1,
                          MHD_OPTION_END);
}

/* Swift would know these by names that it makes up. */
static const enum MHD_Result go_on = MHD_YES;
static const enum MHD_Result hang_up = MHD_NO;
static const enum MHD_ValueKind header_values = MHD_HEADER_KIND;
static const enum MHD_ValueKind query_values = MHD_GET_ARGUMENT_KIND;
static const enum MHD_ResponseMemoryMode copied_bytes = MHD_RESPMEM_MUST_COPY;
