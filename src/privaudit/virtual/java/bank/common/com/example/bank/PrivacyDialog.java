package com.example.bank;

import android.app.Activity;
import android.app.Dialog;
import android.content.Intent;
import android.widget.LinearLayout;

/** Tells of the privacy policy at the first start and asks for the user's decision. */
final class PrivacyDialog extends Dialog {
    PrivacyDialog(Activity owner, Runnable agreed, Runnable refused) {
        super(owner);
        LinearLayout box = Views.column(owner);
        box.addView(Views.text(owner, R.id.privacy_title, "个人信息保护提示"));
        box.addView(Views.text(owner, R.id.privacy_text,
                "欢迎使用示例银行。为向您提供账户、转账和网点查询服务，我们需要处理您的部分个人信息。"
                        + "请您在使用前仔细阅读下面的政策，了解我们收集和使用个人信息的规则。"
                        + "您不同意时仍可浏览公开内容。"));
        box.addView(Views.row(owner, R.id.privacy_link, "《隐私政策》",
                () -> owner.startActivity(new Intent(owner, NoticeActivity.class))));
        box.addView(Views.button(owner, R.id.privacy_refuse, "不同意", () -> {
            dismiss();
            refused.run();
        }));
        box.addView(Views.button(owner, R.id.privacy_agree, "同意", () -> {
            dismiss();
            agreed.run();
        }));
        setContentView(box);
        setCancelable(false);
    }
}
