package com.example.bank;

import android.app.Activity;
import android.os.Bundle;

/** Tells how to complain. */
public class ComplaintActivity extends Activity {
    @Override
    protected void onCreate(Bundle savedInstanceState) {
        super.onCreate(savedInstanceState);
        setTitle("投诉与建议");
        setContentView(Views.page(this, "投诉与建议",
                Views.button(this, R.id.page_back, "返回", this::finish),
                Views.text(this, R.id.complaint_phone, "投诉电话：400-010-2024（24 小时）"),
                Views.text(this, R.id.complaint_email, "电子邮箱：privacy@bank.example"),
                Views.text(this, R.id.complaint_address, "通讯地址：上海市浦东新区示例路 100 号示例银行大厦 12 层 个人信息保护办公室"),
                Views.text(this, R.id.complaint_process, "我们在收到投诉后 15 个工作日内处理并答复。")));
    }
}
