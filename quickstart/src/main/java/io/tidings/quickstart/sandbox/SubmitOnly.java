package io.tidings.quickstart.sandbox;

import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.BroadcastSm;
import org.jsmpp.bean.CancelBroadcastSm;
import org.jsmpp.bean.CancelSm;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.QueryBroadcastSm;
import org.jsmpp.bean.QuerySm;
import org.jsmpp.bean.ReplaceSm;
import org.jsmpp.bean.SubmitMulti;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.BroadcastSmResult;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.QueryBroadcastSmResult;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitMultiResult;

/** A message centre that takes single messages and refuses every other command. */
@FunctionalInterface
interface SubmitOnly extends ServerMessageReceiverListener {

  private static ProcessRequestException refusal() {
    return new ProcessRequestException("not offered here", SMPPConstant.STAT_ESME_RINVCMDID);
  }

  @Override
  default SubmitMultiResult onAcceptSubmitMulti(SubmitMulti message, SMPPServerSession session)
      throws ProcessRequestException {
    throw refusal();
  }

  @Override
  default QuerySmResult onAcceptQuerySm(QuerySm query, SMPPServerSession session)
      throws ProcessRequestException {
    throw refusal();
  }

  @Override
  default void onAcceptReplaceSm(ReplaceSm replacement, SMPPServerSession session)
      throws ProcessRequestException {
    throw refusal();
  }

  @Override
  default void onAcceptCancelSm(CancelSm cancellation, SMPPServerSession session)
      throws ProcessRequestException {
    throw refusal();
  }

  @Override
  default BroadcastSmResult onAcceptBroadcastSm(BroadcastSm message, SMPPServerSession session)
      throws ProcessRequestException {
    throw refusal();
  }

  @Override
  default void onAcceptCancelBroadcastSm(CancelBroadcastSm cancellation, SMPPServerSession session)
      throws ProcessRequestException {
    throw refusal();
  }

  @Override
  default QueryBroadcastSmResult onAcceptQueryBroadcastSm(
      QueryBroadcastSm query, SMPPServerSession session) throws ProcessRequestException {
    throw refusal();
  }

  @Override
  default DataSmResult onAcceptDataSm(DataSm data, Session session) throws ProcessRequestException {
    throw refusal();
  }
}
